import type { enLink } from './en-link.ts';

export const koLink: typeof enLink = {
  label: '링크에서 가져온 검색',
  reading: '링크를 읽는 중…',
  whole: '링크의 검색을 모두 가져왔습니다.',
  partly: '링크의 검색을 가져왔습니다. 다만:',
  nothing: '이 링크로는 검색할 수 없습니다:',
  dismiss: '닫기',
  askTitle: '어느 인덱스인가요?',
  ask: (id) =>
    `링크에는 인덱스 패턴의 ID(${id})만 있고, 이 계정으로는 그 내용을 읽을 수 없습니다. 고른 값은 이 브라우저가 기억합니다.`,
  askNone: '링크에 인덱스 패턴이 없습니다. Discover라면 그곳에 설정된 패턴을 씁니다.',
  askIndex: '인덱스 또는 패턴',
  search: '검색',
  cancel: '취소',
  dashboards: 'Dashboards에서 열기',
  why: {
    no_link: () => 'Discover 링크가 아닙니다.',
    too_long: () => '링크가 브라우저가 받는 길이보다 깁니다.',
    short_link: () =>
      '짧은 링크입니다. 가리키는 내용은 Dashboards에 있습니다. 그곳에서 연 다음 나타나는 주소를 복사하세요.',
    other_app: (name) => `Discover 검색이 아니라 “${name}”을(를) 여는 링크입니다.`,
    session_state: (name) =>
      `“${name}”은(는) 링크를 만든 사람의 브라우저에 있습니다. Dashboards의 공유 기능으로 만든 링크를 받으세요.`,
    unreadable: (name) => `링크의 “${name}”을(를) 읽을 수 없습니다. 일부가 빠졌을 수 있습니다.`,
    saved_search: (name) => `저장된 검색 “${name}”은(는) Dashboards에 있습니다. 링크에 적힌 내용만 가져왔습니다.`,
    language: (name) => `쿼리가 ${name}(으)로 되어 있어 여기서는 쓸 수 없습니다. 쿼리를 뺀 모든 행입니다.`,
    query: () => '쿼리를 읽을 수 없습니다. 쿼리를 뺀 모든 행입니다.',
    dataset: (name) => `데이터셋의 종류가 “${name}”(으)로, 여기의 인덱스가 아닙니다.`,
    data_source: (name) =>
      `다른 클러스터 “${name}”을(를) 검색하는 링크입니다. 여기 보이는 것은 이 클러스터의 행입니다.`,
    filters: () => '필터를 읽을 수 없거나 너무 많습니다. 필터를 뺀 모든 행입니다.',
    filter_disabled: (name) => `필터 “${name}”은(는) 그곳에서 꺼져 있습니다.`,
    filter_scripted: (name) => `필터 “${name}”은(는) 스크립트 필드에 걸려 있어 검색할 수 없습니다.`,
    filter_combined: (name) => `필터 “${name}”은(는) Kibana만 아는 방식으로 여러 필터를 묶은 것입니다.`,
    filter_unknown: (name) => `필터 “${name}”은(는) 여기서 모르는 종류입니다.`,
    sort: (name) => `“${name}” 정렬: 행은 네 필드까지만 정렬합니다.`,
    no_time: () =>
      '링크에 시간 범위가 없습니다. Discover라면 그곳에 설정된 범위를 씁니다. 여기서는 모든 시간의 행입니다.',
    time: (name) => `시간 ${name}을(를) 읽을 수 없습니다.`,
  },
};

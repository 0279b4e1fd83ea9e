import { koErrors } from './ko-errors.ts';
import { koExportDialog } from './ko-export-dialog.ts';
import { koExports } from './ko-exports.ts';
import { koMonitor } from './ko-monitor.ts';
import { koSearch } from './ko-search.ts';
import { koShell } from './ko-shell.ts';
import { koTable } from './ko-table.ts';
import { f } from './ko-words.ts';
import type { Messages } from './messages.ts';

export const ko: Messages = {
  ...koExportDialog,
  ...koExports,
  ...koSearch,
  ...koShell,
  ...koMonitor,
  ...koTable,
  errors: koErrors,
  signIn: {
    title: 'Sluice 로그인',
    lead: 'Sluice는 비밀번호도 데이터도 보관하지 않습니다.',
    userName: '사용자 이름',
    password: '비밀번호',
    submit: '로그인',
    submitting: '로그인 중…',
    userNameMissing: '사용자 이름을 입력하세요.',
    passwordMissing: '비밀번호를 입력하세요.',
    keeps: '세션은 이 브라우저의 봉인된 쿠키에만 있습니다. 행은 OpenSearch에서 곧바로 내 디스크로 갑니다.',
    expired: '세션이 끝났습니다. 다시 로그인하면 검색은 그대로 남아 있습니다.',
    signedOut: '로그아웃했습니다.',
    newTab: '다른 탭에서 열립니다. 이 탭의 내보내기는 로그인하면 스스로 이어갑니다.',
    providerFailed: '인증 기관에서 로그인하지 못했습니다. 다시 시도하세요.',
  },
  topBar: {
    home: 'Sluice 첫 화면',
    connected: (version) => (/^[A-Z]/.test(version) ? version : `OpenSearch ${version}`),
    language: (chosen) => `언어: ${chosen}`,
    languages: { browser: '브라우저 설정', en: 'English', ko: '한국어' },
    theme: (chosen) => `테마: ${chosen}`,
    themes: { system: '시스템 설정', light: '밝게', dark: '어둡게' },
    pages: '페이지',
    search: '검색',
    monitor: '모니터',
    keyboard: '단축키',
    account: (user) => `${user} 계정`,
    localAccount: '이 Sluice의 계정',
    openSearchAccount: 'OpenSearch 계정',
    providerAccount: '인증 기관의 계정',
    signOut: '로그아웃',
    skip: '내용으로 건너뛰기',
  },
  search: {
    index: '인덱스',
    indexPlaceholder: '인덱스 또는 패턴',
    indices: '인덱스 목록',
    kinds: { index: '', alias: '별칭', data_stream: '데이터 스트림' },
    patternHint: (example) => ['패턴이나 목록도 됩니다: ', example],
    listLoading: '목록을 읽는 중…',
    listIncomplete: '인덱스 목록을 볼 권한이 없습니다. 읽을 수 있는 이름이나 패턴을 입력하세요.',
    listFailed: '목록을 읽지 못했습니다. 이름이나 패턴은 직접 입력할 수 있습니다.',
    noIndexNamed: (typed) => `목록에 “${typed}” 인덱스가 없습니다. 그래도 검색할 수 있습니다.`,
    query: '검색',
    submit: '검색',
    indexMissing: '먼저 인덱스를 고르세요.',
    goToFault: '그 자리로',
    faultAt: (position) => `${f.number(position + 1)}번째 글자를 보세요.`,
  },
  time: {
    range: (from, to, zone) => {
      const days = f.inZone(zone);
      if (from !== undefined && to !== undefined) return days.days(from, to);
      if (from !== undefined) return `${days.day(from)}부터`;
      return to === undefined ? '전체 기간' : `${days.day(to)} 전까지`;
    },
    button: (range) => `기간: ${range}`,
    title: '기간',
    field: '날짜 필드',
    from: '시작',
    to: '끝',
    note: (zone) => `시간대는 ${zone}입니다. 시작 시각은 포함하고 끝 시각은 포함하지 않습니다.`,
    apply: '적용',
    clear: '전체 기간',
    cannotRead: '기간을 읽을 수 없습니다.',
    reversed: '끝이 시작보다 앞섭니다.',
    noDateField: '이 인덱스에는 날짜 필드가 없어 기간을 적용할 수 없습니다.',
    removeRange: '기간 없이 검색',
  },
  results: {
    label: '결과',
    rows: (total) => [total, ' 행'],
    rowsText: (count) => `${f.number(count)}행`,
    exact: (ms) => `정확한 수 · ${f.number(ms)} ms`,
    counting: '세는 중…',
    stale: '마지막으로 성공한 검색의 결과',
    updating: '검색 중…',
    tableLabel: '행',
    nothingYet: '아직 보여 줄 것이 없습니다',
    lost: '이 검색은 다른 탭에 있습니다',
    lostHelp:
      '주소에 담기에는 너무 길어서, 이 검색을 만든 탭이 열려 있는 동안 그 탭에만 남아 있습니다. 여기서는 아무것도 검색하지 않았습니다. 그 탭에서 이어 가거나 검색을 새로 적으세요.',
    none: '맞는 행이 없습니다',
    noneHelp: (index) => `검색은 올바르지만 ${index}에 맞는 행이 없습니다.`,
    emptyIndex: (index) => `${index}에는 행이 하나도 없습니다.`,
    withoutQuery: '검색어 없이 모든 행',
    anyTime: '전체 기간',
    start: '검색할 인덱스를 고르세요',
    startHelp: '하나를 고르거나 위에 이름이나 패턴을 입력하세요. 검색한 그대로 디스크에 내보냅니다.',
    startEmpty: '읽을 수 있는 인덱스가 아직 없습니다.',
    tryAgain: '다시 시도',
    refused: (names) =>
      `계정이 읽을 수 없는 ${names.slice(0, 3).join(', ')}${names.length > 3 ? ` 외 ${f.number(names.length - 3)}개` : ''}은(는) 빠져 있습니다.`,
    searchInstead: (index) => `${index} 검색`,
    export: '내보내기…',
    exportNeedsSearch: '먼저 검색하세요. 검색에서 찾은 것을 내보냅니다.',
    exportNeedsFix: '검색이 되지 않아 내보낼 것이 없습니다.',
    exportWaits: '아직 검색 중입니다.',
  },
};

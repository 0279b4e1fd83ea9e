import type { enTable } from './en-table.ts';
import { f } from './ko-words.ts';

/** The rows, their columns, and one document. */
export const koTable: typeof enTable = {
  table: {
    columns: '열',
    allColumns: (count) => `열 ${f.number(count)}개`,
    someColumns: (shown, all) => `열 ${f.number(shown)}/${f.number(all)}`,
    findColumn: '열 찾기',
    showAll: '모두 표시',
    moveUp: (name) => `${name} 위로`,
    moveDown: (name) => `${name} 아래로`,
    columnMenu: (name) => `${name} 열`,
    ascending: '오름차순 정렬',
    descending: '내림차순 정렬',
    alsoAscending: '이 열로도 오름차순 정렬',
    alsoDescending: '이 열로도 내림차순 정렬',
    unsort: '이 열로 정렬하지 않음',
    sortFull: (most) => `정렬은 열 ${f.number(most)}개까지 할 수 있습니다.`,
    sortPlace: (place, of) => `정렬 기준 ${f.number(of)}개 중 ${f.number(place)}번째`,
    sortedBy: (order) =>
      order.length === 0
        ? ''
        : `정렬: ${order.map(({ column, order }) => `${column} ${order === 'asc' ? '오름차순' : '내림차순'}`).join(', ')}`,
    moveLeft: '왼쪽으로 이동',
    moveRight: '오른쪽으로 이동',
    wider: '넓게',
    narrower: '좁게',
    hide: '열 숨기기',
    notSortable: '이 열로는 정렬할 수 없습니다.',
    unknownColumn: '이 인덱스의 필드에도 행에도 없는 이름입니다.',
    cannotSortBy: (names) =>
      `${names.map((name) => `“${name}”`).join(', ')}(으)로는 정렬할 수 없어 정렬에서 제외했습니다.`,
    removeSort: '정렬 해제',
    valueMenu: (name) => `${name} 값`,
    filterFor: '이 값만',
    filterForInner: (field, value) => `${field}: ${value} 값만`,
    filterOut: '이 값 제외',
    exists: '값이 있음',
    missing: '값이 없음',
    notSearchable: '검색할 수 없는 필드',
    copyValue: '복사',
    loaded: (shown, total) => `${f.number(total)}행 중 ${f.number(shown)}행을 불러왔습니다.`,
    loadingMore: '스크롤하면 더 불러옵니다.',
    full: '표는 여기까지입니다. 다른 행은 검색을 좁혀서 보거나, 모든 행이 담기는 내보내기를 이용하세요.',
    changed: '나머지는 검색한 뒤에 바뀌었거나 삭제되었습니다. 지금의 행을 보려면 다시 검색하세요.',
  },
  document: {
    label: '문서',
    place: (at, of) => `${f.number(at)} / ${f.number(of)}`,
    previous: '이전 행',
    next: '다음 행',
    close: '닫기',
    views: '문서 표시 방법',
    fields: '필드',
    findField: '필드 찾기',
    noSuchField: '이 이름의 필드가 없습니다.',
    copy: '복사',
    copied: '복사됨',
    jsonLabel: 'JSON 문서',
    asStored: '숫자는 저장된 그대로 표시합니다. 긴 정수와 5.0도 바뀌지 않습니다.',
  },
};

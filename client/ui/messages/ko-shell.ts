import type { enShell } from './en-shell.ts';

/** 페이지를 둘러싼 틀 */
export const koShell: typeof enShell = {
  shell: {
    close: '닫기',
    keys: {
      title: '단축키',
      does: {
        query: '검색어 입력',
        index: '인덱스 고르기',
        filter: '필터 추가',
        columns: '열 선택',
        next: '다음 문서 (문서가 열려 있을 때)',
        previous: '이전 문서',
        export: '검색 결과 내보내기',
        exports: '내보내기 목록 보이기/숨기기',
        search: '검색으로 가기',
        monitor: '모니터로 가기',
        help: '이 목록',
        escape: '열린 것 닫기',
      },
      on: '한 글자 단축키 사용',
    },
  },
};

import type { enShell } from './en-shell.ts';

/** 페이지를 둘러싼 틀 */
export const koShell: typeof enShell = {
  missing: {
    title: '페이지의 일부를 가져오지 못했습니다',
    away: 'Sluice에 연결할 수 없습니다. 연결이 돌아오면 다시 시도하세요.',
    moved: '이 페이지를 연 뒤에 Sluice가 새 버전으로 바뀌었습니다. 페이지를 다시 불러오세요.',
    there: '다시 시도하거나 페이지를 다시 불러오세요.',
    coming: '가져오는 중…',
    reload: '페이지 다시 불러오기',
  },
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

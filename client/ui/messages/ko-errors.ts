import type { Messages } from './messages.ts';

export const koErrors: Messages['errors'] = {
  bad_request: {
    what: '요청을 알아들을 수 없습니다.',
    help: '여기 적힌 것을 고치세요. 직접 입력한 것이 아니라면 페이지를 새로 고치세요. Sluice가 이 페이지보다 새로울 수 있습니다.',
  },
  bad_frame: { what: '연결에 잘못된 데이터가 있었습니다.', help: '페이지를 새로 고치고 다시 시도하세요.' },
  query_invalid: { what: '검색어를 읽을 수 없습니다.', help: '고친 뒤 다시 검색하세요.' },
  page_size_invalid: { what: '페이지 크기가 범위를 벗어났습니다.', help: '페이지를 새로 고치고 다시 시도하세요.' },
  ticket_invalid: { what: '내보내기 허가가 여기서는 유효하지 않습니다.', help: '내보내기를 다시 시작하세요.' },
  ticket_expired: { what: '내보내기 허가가 만료되었습니다.', help: '내보내기를 다시 시작하세요.' },
  signed_out: { what: '로그아웃되었습니다.', help: '다시 로그인하세요.' },
  sign_in_failed: { what: '사용자 이름이나 비밀번호가 틀렸습니다.', help: '둘 다 확인하고 다시 시도하세요.' },
  forbidden: { what: '읽을 권한이 없습니다.', help: '읽기 권한을 요청하거나 다른 인덱스를 고르세요.' },
  wrong_origin: {
    what: '이 페이지를 연 주소를 Sluice가 자기 주소로 알지 못합니다.',
    help: '운영자에게 다음 내용을 알리세요.',
  },
  index_not_found: { what: '그런 인덱스가 없습니다.', help: '이름을 확인하거나 목록에서 고르세요.' },
  index_recreated: {
    what: '인덱스가 삭제되고 같은 이름으로 다시 만들어졌습니다.',
    help: '행이 달라졌습니다. 내보내기를 새로 시작하세요.',
  },
  index_unproved: {
    what: '인덱스가 처음과 같은 것인지 확인할 수 없습니다.',
    help: '삭제되고 다시 만들어졌을 수 있습니다. 내보내기를 새로 시작하세요.',
  },
  index_unnumbered: {
    what: '이 인덱스에는 시퀀스 번호가 없습니다.',
    help: 'Sluice는 빠지거나 두 번 나오는 행이 없도록 시퀀스 번호로 행을 읽습니다. 시계열 인덱스와 “index.disable_sequence_numbers”를 켠 인덱스에는 이 번호가 없습니다. 행을 다른 인덱스로 복사(_reindex)한 뒤 그 인덱스를 검색하세요.',
  },
  index_moved: {
    what: '이름이 내보내기를 시작했을 때와 다른 행을 가리킵니다.',
    help: '별칭(인덱스, 필터, 라우팅)을 원래대로 되돌리거나 새로 내보내세요.',
  },
  not_found: { what: '이 주소에는 아무것도 없습니다.', help: '페이지를 새로 고치세요.' },
  too_large: { what: '요청이 너무 큽니다.', help: '검색어를 줄이세요.' },
  too_many_columns: {
    what: 'Excel 시트에는 열을 16,384개까지만 둘 수 있습니다.',
    help: '열을 줄이거나 다른 형식을 고르세요.',
  },
  rate_limited: { what: '시도가 너무 많습니다.', help: '잠시 기다린 뒤 다시 시도하세요.' },
  busy: { what: 'Sluice가 바쁩니다.', help: '잠시 뒤 다시 시도하세요.' },
  snapshot_lost: { what: 'OpenSearch가 스냅샷을 닫았습니다.', help: '잃은 것은 없습니다. 새 스냅샷을 엽니다.' },
  too_many_shards: { what: '패턴에 걸리는 인덱스가 너무 많습니다.', help: '인덱스를 더 적게 지정하세요.' },
  server_too_old: {
    what: '서버 버전이 너무 오래되었습니다.',
    help: 'OpenSearch와 Elasticsearch 7.10 이상을 읽을 수 있습니다.',
  },
  opensearch_busy: { what: 'OpenSearch가 바빴습니다.', help: '잠시 뒤 다시 시도하세요.' },
  opensearch_unreachable: { what: 'OpenSearch에 연결할 수 없습니다.', help: '다시 시도하거나 운영자에게 문의하세요.' },
  opensearch_failed: { what: 'OpenSearch가 답하지 못했습니다.', help: '다시 시도하거나 검색을 바꾸세요.' },
  page_partial: { what: 'OpenSearch가 행의 일부만 보냈습니다.', help: '받아들이지 않았습니다. 다시 시도하세요.' },
  page_malformed: { what: 'OpenSearch의 답이 잘리거나 깨졌습니다.', help: '받아들이지 않았습니다. 다시 시도하세요.' },
  rows_unexplained: {
    what: 'OpenSearch가 세는 행과 읽을 수 있는 행이 다릅니다.',
    help: '인덱스 상태(닫힘, 차단, 누락된 샤드나 권한)를 확인한 뒤 다시 시도하세요.',
  },
  timeout: { what: '답이 너무 오래 걸렸습니다.', help: '다시 시도하거나 검색 범위를 좁히세요.' },
  socket_lost: { what: 'Sluice와의 연결이 끊겼습니다.', help: '네트워크를 확인하고 다시 시도하세요.' },
  socket_blocked: {
    what: 'Sluice로 가는 길에서 WebSocket이 막혀 있습니다.',
    help: '일반 요청으로 받는 다른 방법도 통하지 않거나 이 Sluice에는 없습니다. 네트워크나 Sluice 운영자에게 WebSocket을 열어 달라고 하거나 다른 네트워크에서 시도하세요.',
  },
  carrier_lost: {
    what: '내보내기 요청이 그 내보내기를 모르는 Sluice에 닿았습니다.',
    help: '다시 시도하세요. WebSocket이 막힌 곳에서 되풀이되면 Sluice 운영자에게 알리세요. 여러 대를 나란히 운영할 때는 한 브라우저의 요청이 같은 Sluice로 가야 합니다(고정 세션).',
  },
  source_missing: { what: '이 인덱스는 문서를 보관하지 않습니다.', help: '_source가 없으면 내보낼 것이 없습니다.' },
  row_unreadable: {
    what: '읽을 수 없는 문서가 있습니다.',
    help: '내보내기는 그 문서를 빼고 계속할 수 있고, 검색은 여기 적힌 검색어로 뺍니다. 또는 다시 색인하도록 하세요.',
  },
  row_too_large: { what: '문서 하나가 행의 최대 크기보다 큽니다.', help: '검색어로 그 문서를 빼세요.' },
  group_too_large: {
    what: '한 순번을 함께 쓰는 행이 너무 많습니다.',
    help: '이 인덱스는 페이지로 나누어 읽을 수 없습니다.',
  },
  disk_full: {
    what: '디스크나 이 브라우저에 남은 공간이 없습니다.',
    help: '공간을 만든 뒤 재개를 누르세요. 다시 시도 버튼만 있으면 그 버튼이 새 파일을 만듭니다.',
  },
  memory_full: {
    what: '이 브라우저가 메모리에 모을 수 있는 것보다 파일이 큽니다.',
    help: 'https나 localhost로, 시크릿 창이 아닌 Chrome, Edge, Firefox에서 여세요. 그러면 크기에 상관없이 디스크에 바로 씁니다. 또는 더 적게 내보내세요.',
  },
  file_unwritable: {
    what: '고른 파일에 쓸 수 없습니다.',
    help: '다른 곳에서 열려 있으면 닫거나 다른 파일을 고른 뒤 다시 시도하세요.',
  },
  checkpoint_lost: { what: '이 브라우저에 남은 내보내기 기록이 없습니다.', help: '다시 시도하면 새 파일을 만듭니다.' },
  owned_elsewhere: {
    what: '다른 탭에서 내보내고 있습니다.',
    help: '그 탭을 보세요. 닫으면 여기서 이어받을 수 있습니다.',
  },
  other_release: {
    what: '다른 탭에 다른 버전의 Sluice가 열려 있습니다.',
    help: '다른 탭을 닫거나 새로 고치세요. 계속 보이면 이 탭의 내보내기가 끝난 뒤 새로 고치세요. 그 내보내기는 이어받을 수 없습니다.',
  },
  storage_full: {
    what: '이 브라우저에 사본을 둘 수 없습니다. 공간이 없거나, 시크릿 창이나 http로 연 페이지처럼 아무것도 저장하지 않는 곳입니다.',
    help: '공간을 만들거나 탭을 열어 두세요.',
  },
  order_invalid: {
    what: '검색한 인덱스 전체에서는 행을 이 순서로 정렬할 수 없습니다.',
    help: '다시 검색해 다른 순서를 고르거나 읽은 대로 내보내세요.',
  },
  order_unkept: {
    what: '이 브라우저는 정렬할 행을 보관할 수 없습니다.',
    help: '읽은 순서대로 내보내거나, https로 여는 일반 창을 사용하세요.',
  },
  download_cancelled: { what: '브라우저에서 다운로드를 취소했습니다.', help: '다시 시도하면 새 파일을 만듭니다.' },
  rows_missing: {
    what: '내보내는 동안 행이 바뀌거나 사라졌습니다.',
    help: '다시 시도하면 지금의 행으로 새 파일을 만듭니다.',
  },
  worker_died: {
    what: '내보내기 작업이 멈췄습니다.',
    help: '재개하면 보관된 행부터 이어 받고, 다시 시도하면 새 파일을 만듭니다.',
  },
  internal: { what: '예상하지 못한 문제가 생겼습니다.', help: '다시 시도하고, 계속되면 운영자에게 알리세요.' },
};

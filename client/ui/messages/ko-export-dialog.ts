import type { enExportDialog } from './en-export-dialog.ts';
import { f } from './ko-words.ts';

/** 내보내기 대화 상자 */
export const koExportDialog: typeof enExportDialog = {
  dialog: {
    title: '내보내기',
    about: ({ index, range, query }) => [index, range, query ? '검색어 적용' : undefined].filter(Boolean).join(', '),
    format: '형식',
    formatHelp: {
      csv: '스프레드시트와 데이터베이스용.',
      ndjson: '한 줄에 객체 하나, 저장된 값 그대로.',
      json: '배열 하나가 필요한 도구용.',
      parquet: '열마다 형식이 있는 파일. DuckDB, pandas, Spark, 데이터 웨어하우스용.',
      xlsx: '통합 문서. 행이 많으면 시트를 나눕니다.',
    },
    moreFormats: '다른 형식',
    csvOptions: 'CSV 옵션',
    parquetOptions: 'Parquet 옵션',
    compression: '압축',
    compressions: { snappy: 'Snappy(빠름)', gzip: 'gzip(더 작지만 느림)', none: '없음' },
    parquetSummary: (compression, rest) => [compression, rest ? '_rest 열' : '_rest 열 없음'].join(' · '),
    xlsxOptions: 'Excel 옵션',
    xlsxSummary: (zone, rest) =>
      [zone === undefined ? undefined : `날짜는 ${zone}`, rest ? '_rest 열' : '_rest 열 없음']
        .filter(Boolean)
        .join(', '),
    typedRest: '열의 타입에 맞지 않는 값과 열이 없는 필드를 마지막 열 _rest에 JSON으로 넣기',
    noRest: '열의 타입에 맞지 않는 값은 파일에서 빠집니다. 빠진 값은 세어서 끝에 열마다 알려 줍니다.',
    restLeftOut: (count) => `고르지 않은 필드 ${f.number(count)}개도 여기에 들어갑니다.`,
    types: '타입',
    typesChanged: '바꿈',
    typesHelp: {
      parquet: '매핑과 표본을 보고 제안합니다. 타입이 다른 값은 말없이 사라지지 않고 _rest에 들어갑니다.',
      xlsx: '매핑과 표본을 보고 제안합니다. 타입이 다른 값과 15자리를 넘는 숫자는 셀에 텍스트로 들어갑니다.',
    },
    typesText: '모두 텍스트로',
    typesReset: '되돌리기',
    filterTypes: '타입을 바꿀 열 찾기',
    typeList: '열의 타입',
    typeOf: (name) => `${name}의 타입`,
    severalOf: (name) => `${name}: 여러 값`,
    several: '여러 값',
    typeSeveral: (type) => `${type}(여러 값)`,
    typeCount: (type, count) => `${type} ${f.number(count)}개`,
    typeNames: {
      parquet: {
        ...{ text: '텍스트', json: 'JSON 텍스트', boolean: '참/거짓' },
        ...{ int32: '정수(32비트)', int64: '정수(64비트)', uint64: '부호 없는 정수(64비트)' },
        ...{ float: '실수(32비트)', double: '실수(64비트)' },
        ...{ timestamp_ms: '일시(밀리초)', timestamp_ns: '일시(나노초)' },
      },
      xlsx: { text: '텍스트', number: '숫자', boolean: '참/거짓', date: '날짜' },
    },
    ids: '_index와 _id 포함',
    gzip: 'gzip으로 압축',
    gzipHelp: '끝이 .gz인 더 작은 파일이며 대부분의 도구가 그대로 읽습니다. 내보내는 시간은 길어집니다.',
    moreOptions: '추가 옵션',
    moreOptionsWhich: (parts) =>
      parts
        ? '값마다 파일 하나, 나누기, 읽을 수 없는 문서, 매니페스트'
        : '값마다 파일 하나, 읽을 수 없는 문서, 매니페스트',
    parts: '나누기',
    partsBy: { none: '파일 하나로', rows: '행 수마다 새 파일', megabytes: '크기(MB)마다 새 파일' },
    partRows: '파일마다 행 수',
    partMegabytes: '파일마다 MB',
    partsHelp: '저마다 머리글이 있는 온전한 파일들에 번호를 붙여 .zip 하나에 담습니다. 4GB보다 큰 파일은 없습니다.',
    manifest: '매니페스트도 저장',
    manifestShort: '매니페스트 저장',
    manifestHelp:
      '다운로드 폴더에 작은 .manifest.json을 함께 저장합니다. 검색 조건, 열, 인덱스와 샤드별 행 수, 크기, SHA-256, 확인 결과가 들어 있습니다.',
    leaveOut: '읽을 수 없는 문서 빼기',
    leaveOutShort: '읽을 수 없는 문서 제외',
    leaveOutHelp: '뺀 문서의 수와 이름은 끝에 알려 줍니다. 켜지 않으면 그런 문서가 처음 나올 때 멈추고 기다립니다.',
    leaveOutFound: (count) =>
      `앞쪽 문서 중 ${f.number(count)}개를 읽을 수 없습니다. 뺀 문서의 수와 이름은 끝에 알려 주고, 켜지 않으면 그런 문서가 처음 나올 때 멈추고 기다립니다.`,
    idsHelp: '각 행에 함께 담고 문서는 _source에 넣습니다. 행을 다시 색인하기에 충분합니다.',
    only: '고른 열만',
    onlyHelp: '각 문서에서 고른 필드와 그 아래 전부를 원래 구조와 순서대로 담습니다. 켜지 않으면 문서 전체를 담습니다.',
    delimiter: '구분 문자',
    delimiters: { ',': '쉼표', ';': '세미콜론', '\t': '탭', '|': '세로줄' },
    header: '머리글 행',
    bom: 'Excel용 바이트 순서 표시(BOM)',
    guard: '수식 방지(숫자는 그대로 둡니다)',
    guardHelp:
      '스프레드시트는 =, +, -, @로 시작하는 텍스트를 수식으로 실행합니다. 앞에 작은따옴표를 붙여 텍스트로 남깁니다. BOM을 고르면 함께 켜지며, 끌 수 있습니다.',
    rest: '열이 없는 필드를 마지막 열 _rest에 JSON으로 넣기',
    arrays: '배열',
    arraysJson: 'JSON 그대로',
    arraysJoined: { '; ': '값 사이에 ;', ', ': '값 사이에 ,', ' | ': '값 사이에 |', ' ': '값 사이에 빈칸' },
    dates: '날짜',
    datesStored: '저장된 그대로',
    datesNone: '날짜로 매핑된 필드가 없습니다.',
    datesDays: '시각이 없는 날짜는 그대로 둡니다.',
    datesAsking: '이 날짜들을 어떻게 읽는지 OpenSearch에 묻는 중…',
    datesFailed:
      '이 날짜들을 어떻게 읽는지 OpenSearch에 물을 수 없었습니다. 나중에도 알 수 없는 날짜는 저장된 그대로 둡니다.',
    datesStay: '저장된 그대로 남는 날짜:',
    datesWhy: {
      format: (format) => ['형식 ', format, '은(는) 여기서 정확히 읽을 수 없습니다.'],
      untold: 'OpenSearch가 매핑의 형식을 알려 주지 않습니다.',
      value: (rows, sampled) => `표본 ${f.number(sampled)}행 중 ${f.number(rows)}행에 형식에 맞지 않는 값이 있습니다.`,
    },
    datesInZone: 'Excel의 날짜에는 시간대가 없습니다.',
    typedDates: {
      stay: '모두 읽을 수는 없는 날짜:',
      failed:
        '이 날짜들을 어떻게 읽는지 OpenSearch에 물을 수 없었습니다. 나중에도 알 수 없는 날짜는 열의 타입에 맞지 않는 값으로 다룹니다.',
      become: {
        text: '달리 고르지 않으면 이 열은 텍스트입니다.',
        rest: '이 값들은 열의 타입에 맞지 않습니다.',
      },
    },
    datesMore: (count) => `그 밖에 ${f.number(count)}개`,
    optionsSummary: ({ delimiter, header, bom, guard, rest, join, zone }) =>
      [
        delimiter,
        header ? '머리글 행' : '머리글 없음',
        bom ? 'BOM 있음' : 'BOM 없음',
        guard ? '수식 방지' : undefined,
        rest ? '_rest 열' : undefined,
        join === undefined ? undefined : '배열 이어 쓰기',
        zone === '' ? undefined : `날짜는 ${zone}`,
      ]
        .filter(Boolean)
        .join(', '),
    columns: '열',
    columnsAll: (count) => `전체 ${f.number(count)}개`,
    columnsSome: (chosen, all) => `${f.number(all)}개 중 ${f.number(chosen)}개`,
    columnsReading: '표본을 읽는 중…',
    columnsNone: '열을 하나 이상 고르세요.',
    columnsEmpty: (count) => `빈 열 ${f.number(count)}개 제외`,
    alsoEmpty: (count) => `빈 열 ${f.number(count)}개도 포함: 매핑에는 있지만 여기의 문서에는 값이 없는 필드`,
    change: '바꾸기',
    done: '완료',
    filterColumns: '열 찾기',
    allColumns: '모두',
    noColumns: '없음',
    columnNames: '파일의 열',
    order: '순서',
    orders: { table: '표와 같이', read: '읽은 대로, 가장 빠름' },
    orderWays: { asc: '오름차순', desc: '내림차순' },
    orderNone: '표가 어느 열로도 정렬되어 있지 않습니다. 열 이름을 누르면 정렬됩니다.',
    orderNoRoom: (need, free) =>
      `브라우저 저장 공간이 약 ${f.bytes(need)} 필요하지만 ${f.bytes(free)}만 남아 있습니다.`,
    orderUnkept:
      '정렬에는 브라우저 저장 공간이 필요하지만 여기서는 쓸 수 없습니다. https가 아니거나 시크릿 창이기 때문일 수 있습니다.',
    orderReadHelp: 'OpenSearch가 주는 대로 담습니다. 순서는 정해져 있지 않습니다.',
    fileName: '파일 이름',
    fileNameSlots: (slots) => ['자동으로 채워집니다: ', slots],
    savesAs: (name) => ['저장할 이름: ', name],
    nameErrors: {
      empty: '파일 이름을 입력하세요.',
      forbidden: (character) => `파일 이름에 쓸 수 없는 문자: ${character}`,
      edges: '파일 이름은 점으로 시작하거나 점이나 빈칸으로 끝날 수 없습니다.',
      reserved: (name) => `Windows에서 쓸 수 없는 이름입니다: ${name}`,
      tooLong: '이름이 너무 깁니다. 200바이트까지 쓸 수 있습니다.',
    },
    place: '저장할 곳',
    places: { downloads: '다운로드 폴더', picked: '직접 고르기' },
    placeHelp: {
      downloads: '브라우저의 다운로드 목록에서 진행이 보입니다.',
      picked: '폴더와 파일을 먼저 고르고, 마지막에 씁니다.',
    },
    estimate: (rows, bytes) => `${f.number(rows)}행 · 약 ${f.bytes(bytes)}`,
    estimateRows: (rows) => `${f.number(rows)}행`,
    estimateHow: (sample) =>
      `행 수는 정확하고 크기는 ${f.number(sample)}행으로 어림했습니다. 파일에는 시작할 때의 행이 들어갑니다.`,
    pastExcel: (lines) =>
      `Excel은 ${f.number(lines)}줄까지만 엽니다. 이 파일의 나머지는 보이지 않습니다. 다른 프로그램에서는 모두 열립니다. ‘다른 형식’의 Excel을 고르면 다음 시트로 이어집니다. 몇 행마다 새 파일로 나눌 수도 있습니다.`,
    estimateEmpty: '파일에 행이 없습니다.',
    sampleFailed: '표본을 읽지 못했습니다.',
    tryAgain: '다시 시도',
    streams: '곧바로 디스크에 씁니다.',
    streamsHelp: '행이 메모리에 쌓이지 않습니다.',
    sorts: '디스크에서 정렬합니다.',
    sortsHelp: ({ need, free, file }) =>
      [
        '모든 행을 먼저 브라우저 저장 공간에 보관합니다',
        need === undefined ? '' : `: 약 ${f.bytes(need)}`,
        free === undefined ? ' (남은 공간은 알 수 없음). ' : ` (남은 공간 ${f.bytes(free)}). `,
        file === undefined ? '파일이 들어갈 공간도 따로 필요합니다. ' : `파일에 약 ${f.bytes(file)}가 더 필요합니다. `,
        '파일은 모든 행을 받은 뒤에 씁니다.',
      ].join(''),
    sortedKeptHelp: '탭이 닫혀도 지금까지의 행은 여기 남고, 다시 읽지 않습니다.',
    unsorted: '여기서는 정렬할 수 없어 파일이 표의 순서가 아닙니다.',
    kept: '이 브라우저에서 이어받을 수 있습니다.',
    keptHelp: '탭이 닫혀도 지금까지의 행은 여기 남고, 새 파일이 그 행으로 시작합니다.',
    overRequests: '가는 길에 WebSocket이 막혀 있어 일반 요청으로 받습니다.',
    overRequestsHelp: '파일은 똑같습니다.',
    unkept: '이 브라우저에서는 이어받을 수 없습니다.',
    unkeptHelp: '탭을 열어 두세요. 새로 고치거나 닫으면 내보내기가 끝납니다.',
    unkeptRoom: (free) =>
      `보관할 공간이 ${f.bytes(free)}뿐입니다. 탭을 열어 두세요. 새로 고치거나 닫으면 내보내기가 끝날 수 있습니다.`,
    picked: {
      keptHelp:
        '행을 여기 보관했다가 모두 받으면 고른 파일로 복사합니다. 그 마지막 단계에서만 사본이 둘입니다. 새로 고친 뒤 재개하면 같은 파일에 이어서 씁니다.',
      unkeptHelp: '탭을 열어 두세요. 새로 고치거나 닫으면 내보내기가 끝나고 파일은 그대로 남습니다.',
      unkeptRoom: (free) =>
        `보관할 공간이 ${f.bytes(free)}뿐이라 나머지는 곧바로 파일에 씁니다. 탭을 열어 두세요. 새로 고치거나 닫으면 내보내기가 끝날 수 있습니다.`,
    },
    folder: {
      placeHelp: '폴더를 먼저 고릅니다. 그 안에 새 폴더를 만들어 마지막에 쓰며, 이미 있는 파일은 덮어쓰지 않습니다.',
      partsHelp: '저마다 머리글이 있는 온전한 파일들에 번호를 붙여 새 폴더에 담습니다. 4GB보다 큰 파일은 없습니다.',
      manifestHelp:
        '같은 폴더에 작은 .manifest.json을 저장합니다. 검색 조건, 열, 인덱스와 샤드별 행 수, 파일마다의 크기와 SHA-256, 확인 결과가 들어 있습니다.',
      savesAs: (name) => ['저장할 새 폴더: ', name],
      keptHelp:
        '행을 여기 보관했다가 모두 받으면 고른 폴더로 복사합니다. 그 마지막 단계에서만 사본이 둘입니다. 새로 고친 뒤 재개하면 같은 폴더에 이어서 씁니다.',
      unkeptHelp:
        '파일을 하나씩 곧바로 폴더에 씁니다. 탭을 열어 두세요. 새로 고치거나 닫으면 내보내기가 끝나고, 그때까지 온전한 파일만 남습니다.',
      unkeptRoom: (free) =>
        `보관할 공간이 ${f.bytes(free)}뿐이라 나머지는 곧바로 폴더에 씁니다. 탭을 열어 두세요. 새로 고치거나 닫으면 내보내기가 끝날 수 있습니다.`,
    },
    notHere: {
      insecure_context: '여기서는 안 됩니다. 이 페이지는 https가 아니라 http로 열렸습니다. 운영자에게 문의하세요.',
      untrusted: '여기서는 안 됩니다. 브라우저가 이 주소의 인증서를 신뢰하지 않습니다. 운영자에게 문의하세요.',
      no_service_worker:
        '여기서는 안 됩니다. 이 창에는 서비스 워커가 없습니다. 시크릿 창이기 때문일 수 있습니다. 일반 창에서 여세요.',
      outdated: '여기서는 안 됩니다. 더 새로운 브라우저가 필요합니다.',
    },
    memory: {
      what: '메모리에 모아 저장합니다.',
      help: (most) => `모두 받은 뒤에 파일로 저장하며, ${f.bytes(most)}까지만 됩니다.`,
      tooLarge: '파일이 너무 커서 여기서는 만들 수 없습니다.',
      tooLargeHelp: (bytes, most) => `약 ${f.bytes(bytes)}를 메모리에 모아야 하는데, ${f.bytes(most)}까지만 됩니다.`,
      larger: {
        insecure_context:
          '더 큰 파일은 Sluice를 https나 localhost로 열면 받는 대로 디스크에 씁니다. 운영자에게 문의하세요.',
        untrusted:
          '브라우저가 이 주소의 인증서를 신뢰하지 않습니다. 신뢰하게 되면 더 큰 파일도 받는 대로 디스크에 씁니다. 운영자에게 문의하세요.',
        no_service_worker:
          '이 창에는 서비스 워커가 없습니다. 시크릿 창이기 때문일 수 있습니다. 일반 창에서는 더 큰 파일도 받는 대로 디스크에 씁니다.',
        outdated: '최신 브라우저에서는 더 큰 파일도 받는 대로 디스크에 씁니다.',
      },
    },
    save: '이 내보내기 저장',
    saveTitle: '제목',
    saveIt: '저장',
    saved: (title) => `“${title}”(으)로 저장했습니다. 내보내기 목록의 “저장한 내보내기”에서 다시 실행할 수 있습니다.`,
    savedInPlace: (title) => `“${title}”(으)로 저장했습니다. 같은 제목의 이전 것을 대신합니다.`,
    notSaved: '이 창에서는 브라우저가 아무것도 저장하지 않아 내보내기를 저장할 수 없습니다.',
    cancel: '취소',
    start: '내보내기 시작',
    starting: '시작하는 중…',
  },
};

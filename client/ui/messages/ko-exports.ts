import { makeFigures } from '../lib/format.ts';
import type { enExports } from './en-exports.ts';

const f = makeFigures('ko');

/** 내보내기 대화 상자와 목록 */
export const koExports: typeof enExports = {
  dialog: {
    title: '내보내기',
    about: ({ index, range, query }) => [index, range, query ? '검색어 적용' : undefined].filter(Boolean).join(', '),
    close: '닫기',
    format: '형식',
    csvHelp: '스프레드시트와 데이터베이스용.',
    ndjsonHelp: '한 줄에 객체 하나, 저장된 값 그대로.',
    jsonHelp: '배열 하나가 필요한 도구용.',
    csvOptions: 'CSV 옵션',
    ids: '_index와 _id 포함',
    leaveOut: '읽을 수 없는 문서 빼기',
    leaveOutHelp: '뺀 문서는 끝에 세어서 이름을 알려 줍니다. 켜지 않으면 첫 문서에서 기다립니다.',
    leaveOutFound: (count) =>
      `앞쪽 문서 중 ${f.number(count)}개를 읽을 수 없습니다. 뺀 문서는 끝에 세어서 이름을 알려 주고, 켜지 않으면 첫 문서에서 기다립니다.`,
    idsHelp: '각 행에 함께 담고 문서는 _source에 넣습니다. 행을 다시 색인하기에 충분합니다.',
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
    noSuchColumn: '이름에 이 글자가 든 열이 없습니다.',
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
      `Excel은 ${f.number(lines)}줄까지만 엽니다. 이 파일의 나머지는 보이지 않습니다. 다른 프로그램에서는 모두 열립니다.`,
    unsorted: '파일의 행은 표의 순서가 아니라 인덱스에 기록된 순서입니다.',
    estimateEmpty: '파일에 행이 없습니다.',
    sampleFailed: '표본을 읽지 못했습니다.',
    tryAgain: '다시 시도',
    streams: '곧바로 디스크에 씁니다.',
    streamsHelp: '행이 메모리에 쌓이지 않습니다.',
    kept: '이 브라우저에서 이어받을 수 있습니다.',
    keptHelp: '탭이 닫혀도 지금까지의 행은 여기 남고, 새 파일이 그 행으로 시작합니다.',
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
    unsupported: '이 브라우저는 받는 대로 파일에 쓸 수 없습니다.',
    unsupportedWhy: {
      insecure_context: 'https나 localhost로 열어야 합니다. 운영자에게 문의하세요.',
      no_service_worker: '여기서는 서비스 워커를 쓸 수 없습니다. 비공개 창 때문일 수 있습니다.',
      no_transferable_streams: '스트림을 워커에 넘길 수 없습니다. 최신 Chrome, Edge, Firefox에서는 됩니다.',
      buffers_whole_file: '파일 전체를 메모리에 담게 됩니다. Chrome, Edge, Firefox는 그렇지 않습니다.',
    },
    unsupportedMemory: (bytes) => `약 ${f.bytes(bytes)}를 메모리에 담아야 해서 여기서는 시작하지 않습니다.`,
    cancel: '취소',
    start: '내보내기 시작',
    starting: '시작하는 중…',
    notStarted: '브라우저가 파일을 열지 못했습니다. 다시 시도하세요.',
  },
  exports: {
    label: '내보내기',
    toggle: '목록 보이기/숨기기',
    none: '아직 없음',
    status: {
      queued: '대기',
      running: '실행 중',
      paused: '일시정지',
      interrupted: '중단됨',
      complete: '완료',
      incomplete: '불완전',
      failed: '실패',
      cancelled: '취소됨',
    },
    counts: {
      queued: (n) => `대기 ${f.number(n)}`,
      running: (n) => `실행 ${f.number(n)}`,
      paused: (n) => `일시정지 ${f.number(n)}`,
      interrupted: (n) => `중단 ${f.number(n)}`,
      complete: (n) => `완료 ${f.number(n)}`,
      incomplete: (n) => `불완전 ${f.number(n)}`,
      failed: (n) => `실패 ${f.number(n)}`,
      cancelled: (n) => `취소 ${f.number(n)}`,
    },
    clearFinished: '끝난 것 지우기',
    count: (n) => f.number(n),
    rowsOf: (done, all) => `${f.number(all)}행 중 ${f.number(done)}행`,
    planning: '행을 세는 중…',
    notBegun: '시작 전',
    bytesOf: (done, all) => (all === undefined ? f.bytes(done) : `약 ${f.bytes(all)} 중 ${f.bytes(done)}`),
    retries: (count, why) => (count === 0 ? why : `재시도 ${f.number(count)}회: ${why}`),
    perSecond: (rate) => ['초당 ', rate, '행'],
    rateLabel: '지난 1분의 속도',
    left: (time) => [time, ' 남음'],
    memory: '작업 메모리',
    memoryOf: (held, budget) => `${f.memory(budget)} MB 중 ${f.memory(held)} MB`,
    pausedWhy: (rows) =>
      rows === 0
        ? '기다려도 됩니다. 아직 받은 행이 없고, 읽을 자리는 이 브라우저에 보관됩니다. 재개하면 이어서 읽습니다.'
        : '기다려도 됩니다. 지금까지의 행은 파일에 있고 이 브라우저에도 보관됩니다. 재개하면 이어서 씁니다.',
    pausedUnkept: (rows) =>
      rows === 0
        ? '아직 받은 행이 없습니다. 재개하면 이어서 읽습니다. 이 탭을 열어 두세요.'
        : '지금까지의 행은 파일에 있습니다. 재개하면 이어서 씁니다. 이 탭을 열어 두세요.',
    queuedWhy: (places) =>
      places === 1
        ? '앞의 것이 끝나면 저절로 시작합니다.'
        : `${f.number(places)}자리 중 하나가 비면 저절로 시작합니다.`,
    place: (n) => (n === 1 ? '다음 차례' : `${f.number(n)}번째`),
    notBegunWhy: '아직 시작하지 않았습니다. 재개하면 새 파일을 열어 시작합니다.',
    atOnce: '동시에 실행할 수',
    atOnceOption: (n) => `동시에 ${f.number(n)}개`,
    keptHere: (bytes, free) =>
      free === undefined
        ? `이 브라우저에 ${f.bytes(bytes)} 보관`
        : `이 브라우저에 ${f.bytes(bytes)} 보관, ${f.bytes(free)} 남음`,
    troubles: (count) => `있었던 일 ${f.number(count)}건`,
    troubleTable: { at: '시각', what: '무슨 일', done: '대처' },
    elsewhereWhy: '다른 탭에서 내보내고 있습니다. 그 탭을 닫으면 여기서 이어받을 수 있습니다.',
    leftWhat: '탭이 닫혔거나 새로 고쳐졌습니다.',
    leftWhy: (rows) =>
      rows === 0
        ? '아직 받은 행이 없었습니다. 재개하면 새 파일을 만들어 첫 행부터 읽습니다. 다운로드 폴더의 빈 파일은 지우세요.'
        : `처음 ${f.number(rows)}행은 이 브라우저에 안전하게 있습니다. 재개하면 그 행으로 시작하는 새 파일을 만들어 이어서 씁니다. 다운로드 폴더의 끝나지 않은 파일은 지우세요.`,
    leftWaits: '브라우저는 누군가 단추를 눌러야만 새 파일을 시작하게 하므로 기다리고 있습니다.',
    unkept: '이 브라우저에 보관되지 않습니다. 새로 고치면 끝납니다.',
    interruptedWhy: (rows) =>
      rows === 0
        ? '아직 받은 행이 없습니다. 이 탭을 열어 두세요.'
        : '지금까지의 행은 파일에 있습니다. 이 탭을 열어 두세요.',
    looks: {
      at: (wait) => `${wait} 뒤에 스스로 다시 살피고, 되면 이어갑니다. 재개하면 바로 살핍니다.`,
      now: '지금 다시 살피고 있습니다. 되면 이어갑니다.',
      queued: '자리가 나면 스스로 다시 살핍니다.',
      signedIn: '다시 로그인하면 스스로 이어갑니다.',
      person: '재개하면 이어서 씁니다.',
      unreadable:
        '‘빼고 계속’을 누르면 이런 문서를 빼고 계속하며, 뺀 문서는 세어서 이름을 알려 줍니다. 재개하면 이 문서를 다시 읽어 봅니다.',
    },
    verdict: (written, expected, whole, shards) =>
      `${f.number(expected)}행 중 ${f.number(written)}행, 샤드 ${f.number(shards)}개 중 ${f.number(whole)}개`,
    completeWhy: (bytes, ms, retries) =>
      `${f.duration(ms)} 동안 ${f.bytes(bytes)}, ${retries === 0 ? '재시도 없음' : `재시도 ${f.number(retries)}회`}. 다운로드한 파일은 온전합니다.`,
    restWhy: (bytes, ms, retries) =>
      `${f.duration(ms)} 동안 ${f.bytes(bytes)}, ${retries === 0 ? '재시도 없음' : `재시도 ${f.number(retries)}회`}. 나머지 행은 모두 다운로드한 파일에 있습니다.`,
    completeBut: '완료, 단 일부 문서를 뺐음',
    leftOut: (rows, complete) => `${complete ? '완료되었지만 ' : ''}읽을 수 없는 문서 ${f.number(rows)}개를 뺐습니다: `,
    leftOutDocument: (id, index) => `${index}의 ${id}`,
    leftOutWhy: '이 문서도 받으려면 다시 색인하도록 하세요.',
    exchanged: (shards) => `샤드 ${f.number(shards)}개에서 파일의 행이 센 행과 다릅니다.`,
    exchangedWhy:
      '내보내는 동안 행이 바뀌었거나 별칭이 다른 행을 가리켰습니다. 다시 시도하면 지금의 행으로 새 파일을 만듭니다.',
    missing: (rows) => `${f.number(rows)}행이 파일에 없습니다.`,
    missingWhy: '내보내는 동안 바뀌거나 사라졌습니다. 다시 시도하면 지금의 행으로 새 파일을 만듭니다.',
    unreadWhy:
      'OpenSearch가 끝에 다시 셌을 때 있었지만 스냅샷에는 보이지 않았습니다. 다시 시도하면 지금의 행으로 새 파일을 만듭니다.',
    notRecounted: '끝에 행을 다시 세지 못했습니다:',
    surplus: '센 것보다 많은 행이 파일에 있습니다. 다시 시도하면 지금의 행으로 새 파일을 만듭니다.',
    byShard: '샤드별로 보기',
    shardTable: { index: '인덱스', shard: '샤드', expected: '예상', written: '기록', missing: '빠짐' },
    missingRows: (n) => (n < 0 ? `${f.number(-n)} 초과` : f.number(n)),
    unplaced: (count) => `열이 없는 필드 ${f.number(count)}개: `,
    unplacedField: (name, rows) => `${name}(${f.number(rows)}행)`,
    unplacedMore: (count) => `그 밖에 ${f.number(count)}개`,
    undated: (count) => `날짜 필드 ${f.number(count)}개에 시간대로 바꾸지 않고 저장된 그대로 둔 값이 있습니다: `,
    undatedWhy: {
      format: (format) => `형식 ${format}을(를) 여기서 읽지 않음`,
      untold: '그곳에서 날짜로 매핑되지 않았거나 형식을 알 수 없음',
      value: '형식에 맞는 날짜가 아님',
    },
    undatedField: (name, rows, why) => `${name}(${f.number(rows)}행: ${why})`,
    inRest: '_rest 열에 들어 있습니다.',
    notInFile: '파일에 없습니다. _rest 옵션을 켜면 들어갑니다.',
    cancelledWhy: '취소했습니다. 다운로드한 파일이 있어도 온전하지 않습니다.',
    failedKept: '다운로드한 파일이 있어도 온전하지 않습니다.',
    saving: (done, all) => `고른 파일에 쓰는 중: ${f.bytes(all)} 중 ${f.bytes(done)}`,
    picked: {
      pausedWhy: (rows) =>
        rows === 0
          ? '기다려도 됩니다. 아직 받은 행이 없고, 읽을 자리는 이 브라우저에 보관됩니다. 재개하면 이어서 읽습니다.'
          : '기다려도 됩니다. 지금까지의 행은 이 브라우저에 보관됩니다. 재개하면 이어서 씁니다.',
      pausedUnkept: (rows) =>
        rows === 0
          ? '아직 받은 행이 없습니다. 재개하면 이어서 읽습니다. 이 탭을 열어 두세요.'
          : '지금까지의 행은 파일 옆의 사본에 있습니다. 재개하면 이어서 씁니다. 이 탭을 열어 두세요.',
      leftWhy: (rows) =>
        rows === 0
          ? '아직 받은 행이 없었습니다. 재개하면 고른 파일에 첫 행부터 읽습니다. 파일에 쓸 권한이 없으면 다운로드를 시작합니다.'
          : `처음 ${f.number(rows)}행은 이 브라우저에 안전하게 있습니다. 재개하면 고른 파일에 이어서 씁니다. 파일에 쓸 권한이 없으면 그 행으로 시작하는 다운로드를 만듭니다.`,
      leftWaits: '브라우저는 누군가 단추를 눌러야만 그 파일에 다시 쓰게 하므로 기다리고 있습니다.',
      interruptedWhy: (rows) =>
        rows === 0
          ? '아직 받은 행이 없습니다. 이 탭을 열어 두세요.'
          : '지금까지의 행은 보관되어 있습니다. 이 탭을 열어 두세요.',
      completeWhy: (bytes, ms, retries) =>
        `${f.duration(ms)} 동안 ${f.bytes(bytes)}, ${retries === 0 ? '재시도 없음' : `재시도 ${f.number(retries)}회`}. 고른 파일은 온전합니다.`,
      restWhy: (bytes, ms, retries) =>
        `${f.duration(ms)} 동안 ${f.bytes(bytes)}, ${retries === 0 ? '재시도 없음' : `재시도 ${f.number(retries)}회`}. 나머지 행은 모두 고른 파일에 있습니다.`,
      cancelledWhy: '취소했습니다. 고른 파일은 그대로입니다.',
      failedKept: '고른 파일은 그대로입니다.',
    },
    buttons: {
      pause: '일시정지',
      resume: '재개',
      goOnWithout: '빼고 계속',
      cancel: '취소',
      retry: '다시 시도',
      dismiss: '지우기',
    },
    announce: (file, status) => `${file}: ${status}`,
    tabTitle: (percent, file) => `${percent}% · ${file} · Sluice`,
  },
  notify: {
    option: '끝나면 알림',
    refused: '브라우저가 이 페이지의 알림을 허용하지 않습니다.',
    body: (status, rows) => `${status}: ${f.number(rows)}행`,
  },
  history: {
    open: '기록',
    title: '끝난 내보내기',
    about: '마지막 200건을 이 브라우저에만 기억합니다. 행은 남기지 않습니다.',
    none: '아직 끝난 내보내기가 없습니다.',
    columns: {
      file: '파일',
      state: '상태',
      rows: '행',
      size: '크기',
      took: '걸린 시간',
      ended: '끝난 때',
      actions: '동작',
    },
    clear: '기록 지우기',
    again: '다시 내보내기',
    details: (file) => `${file} 자세히`,
  },
  leave: {
    title: '로그아웃할까요?',
    body: (count) => `내보내기 ${f.number(count)}개가 끝나지 않았습니다. 로그아웃하면 취소됩니다.`,
    stay: '머무르기',
    go: '취소하고 로그아웃',
  },
};

import type { enExports } from './en-exports.ts';
import { f } from './ko-words.ts';

/** 내보내기 목록과 기록 */
export const koExports: typeof enExports = {
  exports: {
    notStarted: '브라우저가 파일을 열지 못했습니다. 다시 시도하세요.',
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
    planningOf: (done, all) => `준비 중: 인덱스 ${f.number(all)}개 중 ${f.number(done)}개`,
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
    overRequests: '가는 길에 WebSocket이 막혀 있어 일반 요청으로 받습니다.',
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
    completeButValues: '완료, 단 일부 값이 빠지거나 잘렸음',
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
    copyHash: '복사',
    byShard: '샤드별로 보기',
    shardTable: { index: '인덱스', shard: '샤드', expected: '예상', written: '기록', missing: '빠짐' },
    missingRows: (n) => (n < 0 ? `${f.number(-n)} 초과` : f.number(n)),
    unplaced: (count) => `열이 없는 필드 ${f.number(count)}개: `,
    unchosen: (count) => `고르지 않아 파일에 없는 필드 ${f.number(count)}개: `,
    unplacedField: (name, rows) => `${name}(${f.number(rows)}행)`,
    unplacedMore: (count) => `그 밖에 ${f.number(count)}개`,
    undated: (count) => `날짜 필드 ${f.number(count)}개에 시간대로 바꾸지 않고 저장된 그대로 둔 값이 있습니다: `,
    undatedWhy: {
      format: (format) => `형식 ${format}을(를) 여기서 읽지 않음`,
      untold: '그곳에서 날짜로 매핑되지 않았거나 형식을 알 수 없음',
      value: '형식에 맞는 날짜가 아님',
    },
    undatedField: (name, rows, why) => `${name}(${f.number(rows)}행: ${why})`,
    misfits: {
      inRest: (columns) => `열 타입에 맞지 않아 _rest에 넣은 값이 있는 열 ${f.number(columns)}개: `,
      lost: (columns) => `열 타입에 맞지 않아 파일에서 빠진 값이 있는 열 ${f.number(columns)}개: `,
      cut: (columns) => `Excel 셀의 최대 길이를 넘어 잘린 값이 있는 열 ${f.number(columns)}개: `,
    },
    inRest: '_rest 열에 들어 있습니다.',
    notInFile: '파일에 없습니다. _rest 옵션을 켜면 들어갑니다.',
    cancelledWhy: '취소했습니다. 다운로드한 파일이 있어도 온전하지 않습니다.',
    failedKept: '다운로드한 파일이 있어도 온전하지 않습니다.',
    saving: (done, all) => `고른 곳에 쓰는 중: ${f.bytes(all)} 중 ${f.bytes(done)}`,
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
          ? '아직 받은 행이 없었습니다. 재개하면 첫 행부터 읽어 고른 곳에 씁니다. 그곳에 쓸 권한이 없으면 다운로드를 시작합니다.'
          : `처음 ${f.number(rows)}행은 이 브라우저에 안전하게 있습니다. 재개하면 고른 곳에 이어서 씁니다. 그곳에 쓸 권한이 없으면 그 행으로 시작하는 다운로드를 만듭니다.`,
      leftWaits: '브라우저는 누군가 단추를 눌러야만 그곳에 다시 쓰게 하므로 기다리고 있습니다.',
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
    folder: {
      completeWhy: (bytes, ms, retries) =>
        `${f.duration(ms)} 동안 ${f.bytes(bytes)}, ${retries === 0 ? '재시도 없음' : `재시도 ${f.number(retries)}회`}. 고른 폴더의 파일들은 온전합니다.`,
      restWhy: (bytes, ms, retries) =>
        `${f.duration(ms)} 동안 ${f.bytes(bytes)}, ${retries === 0 ? '재시도 없음' : `재시도 ${f.number(retries)}회`}. 나머지 행은 모두 고른 폴더에 있습니다.`,
      cancelledWhy: '취소했습니다. 고른 폴더에 만든 것은 브라우저가 허용하는 대로 모두 지웠습니다.',
      failedKept: '고른 폴더에 만든 것은 브라우저가 허용하는 대로 모두 지웠습니다.',
    },
    hashOfFolder: '파일들에 대한 sha256sum 출력의 SHA-256',
    sorted: {
      by: (fields) => `정렬: ${fields.join(', ')}`,
      doing: { reading: '읽은 뒤 정렬', writing: '순서대로 쓰는 중' },
      rowsOf: {
        reading: (done, all) => `${f.number(all)}행 중 ${f.number(done)}행 읽음`,
        writing: (done, all) => `${f.number(all)}행 중 ${f.number(done)}행을 순서대로 씀`,
      },
      reading: {
        pausedWhy: () =>
          '기다려도 됩니다. 지금까지 읽은 행은 이 브라우저에 보관되며, 모두 모이면 파일에 씁니다. 재개하면 이어서 읽습니다.',
        pausedUnkept: () =>
          '지금까지 읽은 행은 파일 옆의 사본에 있으며, 모두 모이면 파일에 씁니다. 재개하면 이어서 읽습니다. 이 탭을 열어 두세요.',
        leftWhy: (rows) =>
          `지금까지 읽은 ${f.number(rows)}행은 이 브라우저에 안전하게 있고, 아직 어느 파일에도 쓰지 않았습니다. 재개하면 새 파일을 만들어 마저 읽은 뒤 모든 행을 순서대로 씁니다. 다운로드 폴더에 끝나지 않은 파일이 있으면 지우세요.`,
        interruptedWhy: () =>
          '지금까지 읽은 행은 파일 옆의 사본에 있으며, 모두 모이면 파일에 씁니다. 이 탭을 열어 두세요.',
        picked: {
          leftWhy: (rows) =>
            `지금까지 읽은 ${f.number(rows)}행은 이 브라우저에 안전하게 있고, 아직 파일에 쓰지 않았습니다. 재개하면 마저 읽은 뒤 모든 행을 고른 곳에 순서대로 씁니다. 그곳에 쓸 권한이 없으면 다운로드에 씁니다.`,
        },
      },
      writing: {
        pausedWhy: () => '기다려도 됩니다. 행을 모두 읽었고 이 브라우저에 보관됩니다. 재개하면 순서대로 이어서 씁니다.',
        pausedUnkept: () =>
          '행을 모두 읽었고 파일 옆의 사본에 있습니다. 재개하면 순서대로 이어서 씁니다. 이 탭을 열어 두세요.',
        leftWhy: () =>
          '행을 모두 읽었고 이 브라우저에 안전하게 있습니다. 재개하면 새 파일을 만들어 첫 행부터 순서대로 씁니다. 다운로드 폴더의 끝나지 않은 파일은 지우세요.',
        interruptedWhy: () => '행을 모두 읽었고 파일 옆의 사본에 있습니다. 이 탭을 열어 두세요.',
        picked: {
          leftWhy: () =>
            '행을 모두 읽었고 이 브라우저에 안전하게 있습니다. 재개하면 고른 곳에 순서대로 이어서 씁니다. 그곳에 쓸 권한이 없으면 모든 행을 다운로드에 씁니다.',
        },
      },
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
    saved: '저장한 내보내기',
    open: '기록',
    title: '끝난 내보내기',
    about: '마지막 500건을 이 브라우저에만 기억합니다. 행은 남기지 않습니다.',
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
    manifest: '매니페스트',
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

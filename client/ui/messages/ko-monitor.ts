import type { enMonitor } from './en-monitor.ts';
import { f } from './ko-words.ts';

const compact = new Intl.NumberFormat('ko-KR', { notation: 'compact' });

/** 오류에 어떻게 대처했는지, 그리고 모니터 페이지 */
export const koMonitor: typeof enMonitor = {
  remedy: ({ remedy, waitMs = 0, error }) => {
    const { code } = error;
    const waited = f.duration(waitMs);
    if (remedy === 'retried' && (code === 'snapshot_lost' || code === 'ticket_expired')) {
      return '새 스냅샷을 열어 처음 정한 순번까지 이어 읽음';
    }
    if (remedy === 'retried' && code === 'socket_lost') return `${waited} 뒤 다시 연결함. 두 번 읽은 것은 없음`;
    if (remedy === 'retried') return `${waited} 기다린 뒤 같은 페이지를 다시 요청함`;
    if (remedy === 'interrupted') return '멈추고 재개를 기다림. 지금까지의 행은 보관됨';
    if (remedy === 'unkept') return '계속하지만 이 브라우저에 더는 보관하지 않음';
    if (remedy === 'orphaned') return '보관된 것으로 재개나 새 작업을 기다림';
    if (remedy === 'counted') return '세어서 알림: 판정은 불완전';
    return '내보내기를 끝냄. 다시 시도하면 새 파일을 만듦';
  },
  monitor: {
    title: '모니터',
    about: '지난 5분, 1초마다',
    proxy: '프록시',
    asking: '묻는 중…',
    up: (ms) => `정상, 가동 ${f.duration(ms)}`,
    lag: '이벤트 루프 지연',
    lagOf: (ms) => (ms === null ? '이 런타임은 알 수 없음' : ms === undefined ? '–' : `${f.number(ms)} 밀리초`),
    ping: '응답',
    ms: (ms) => (ms === undefined ? '–' : `${f.number(ms)} 밀리초`),
    lookAt: '수치를 볼 시각',
    live: '지금',
    asTable: '수치를 표로 보기',
    rows: '초당 행',
    wire: '전송량',
    inFlight: '받는 중',
    memory: '작업 메모리',
    latency: '페이지 지연',
    pageSize: '페이지 크기',
    retries: '재시도',
    snapshots: '열린 스냅샷',
    proxyMemory: '프록시 메모리',
    short: (value) => compact.format(value),
    perSecond: (bytes) => `초당 ${bytes}`,
    peak: (rate) => `최고 ${f.number(rate)}`,
    reads: (count) => `읽기 ${f.number(count)}건`,
    memoryOf: (bytes) => `${f.memory(bytes)} MB`,
    budget: (bytes) => `한도 ${f.memory(bytes)} MB`,
    noBudget: '실행 중인 작업 없음',
    rowCount: (count) => `${f.number(count)}행`,
    limit: (rows) => `한도 ${f.number(rows)}`,
    limitBytes: (bytes) => `한도 ${f.memory(bytes)} MB`,
    inAll: (count) => `모두 ${f.number(count)}회`,
    ofThisTab: '이 탭의 것',
    sockets: (count) => `소켓 ${f.number(count)}개`,
    cannotTell: '이 런타임은 알 수 없음',
    story: (what, done, file) => `${what} ${done} (${file}).`,
    log: {
      title: '오류 기록',
      inADay: (count) => `24시간에 ${f.number(count)}건`,
      filter: '기록 찾기',
      placeholder: '코드, 내보내기, 내용',
      download: '내려받기',
      clear: '기록 비우기',
      none: '잘못된 일이 없었습니다.',
      noneFound: '기록에 이런 것이 없습니다.',
      columns: { time: '시각', code: '코드', what: '무슨 일', done: '대처', file: '내보내기', times: '횟수' },
    },
  },
};

import { makeFigures } from '../lib/format.ts';
import type { enMonitor } from './en-monitor.ts';

const f = makeFigures('ko');

/** 오류에 어떻게 대처했는지, 그리고 모니터 페이지 */
export const koMonitor: typeof enMonitor = {
  remedy: ({ remedy, waitMs = 0, error }) => {
    const { code } = error;
    const waited = f.duration(waitMs);
    if (remedy === 'retried' && (code === 'snapshot_lost' || code === 'ticket_expired')) {
      return '새 스냅샷을 열어 이전 최고 수위까지 이어 읽음';
    }
    if (remedy === 'retried' && code === 'socket_lost') return `${waited} 뒤 다시 연결함. 두 번 읽은 것은 없음`;
    if (remedy === 'retried') return `${waited} 기다린 뒤 같은 페이지를 다시 요청함`;
    if (remedy === 'interrupted') return '멈추고 재개를 기다림. 지금까지의 행은 보관됨';
    if (remedy === 'unkept') return '계속하지만 이 브라우저에 더는 보관하지 않음';
    if (remedy === 'orphaned') return '보관된 것으로 재개나 새 작업을 기다림';
    if (remedy === 'counted') return '세어서 알림: 판정은 불완전';
    return '내보내기를 끝냄. 다시 시도하면 새 파일을 만듦';
  },
};

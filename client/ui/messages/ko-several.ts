import type { enSeveral } from './en-several.ts';
import { f } from './ko-words.ts';

const files = (count: number) => `파일 ${f.number(count)}개`;
const rows = (count: number) => `${f.number(count)}행`;

/** 검색 하나에서 여러 파일로: 내보내기 창과 내보내기 목록 */
export const koSeveral: typeof enSeveral = {
  option: '값마다 파일 하나씩',
  optionNone: '나누지 않고 파일 하나로',
  short: (field) => `${field} 값마다 파일 하나`,
  files,
  rows,
  counting: '값을 세는 중…',
  failed: '값을 세지 못했습니다.',
  tryAgain: '다시 시도',
  tooMany: (most) =>
    `이 행들에는 이 필드의 값이 ${f.number(most)}개보다 많습니다. 파일은 ${f.number(most)}개까지 만들 수 있으니 검색 범위를 줄이거나 다른 필드를 고르세요.`,
  none: '검색된 행 가운데 이 필드가 있는 행이 없습니다.',
  tooLong: '값이 너무 길어 검색할 수 없거나, 검색에 넣을 수 있는 필터가 이미 다 찼습니다.',
  moved: '값을 세는 동안 행이 바뀌었습니다.',
  without: (count) => `이 필드가 없는 ${rows(count)}도 파일 하나로`,
  withoutNone: '모든 행에 이 필드가 있어, 없는 행의 파일은 만들지 않습니다.',
  list: '파일 목록',
  file: '파일',
  rowsHead: '행',
  sum: (count, sum) => `${files(count)} · ${rows(sum)}`,
  all: (total) => `검색된 ${rows(total)}이 저마다 파일 하나에 들어갑니다.`,
  severalTimes: (total) => `검색된 것은 ${rows(total)}입니다. 값이 여럿인 행은 값마다 그 파일에 들어갑니다.`,
  lacking: (rest) => `이 필드가 없는 ${rows(rest)}은 어느 파일에도 들어가지 않습니다.`,
  folder: (name) => `새 폴더 ${name}에 들어갑니다. 폴더는 한 번만 고르면 됩니다.`,
  downloads:
    '하나씩 차례로 다운로드합니다. 여러 파일을 다운로드해도 되는지 브라우저가 물으면 허용하세요. 그때까지 나머지는 기다립니다.',
  toFolder: '위에서 직접 고르기를 선택하면 다시 묻지 않고 모두 한 폴더에 들어갑니다.',
  label: (field) => `${field} 값마다 만든 파일`,
  going: (done, all) => `${files(all)} 중 ${f.number(done)}개 끝남`,
  complete: (count, written) => `${files(count)} 완료, 모두 ${rows(written)}`,
  asFound: '검색된 행 수와 같습니다',
  moreThan: (total) => `검색된 것은 ${rows(total)}이며, 값이 여럿인 행은 여러 파일에 있습니다`,
  fewerThan: (rest) => `이 필드가 없는 ${rows(rest)}은 빠졌습니다`,
  differ: (count, all) => `${files(all)} 중 ${f.number(count)}개가 센 것과 다릅니다`,
  differs: (name, written, counted) => `${name}: ${rows(counted)} 중 ${rows(written)}`,
  differsMore: (name, written, counted) => `${name}: ${rows(written)}(센 것은 ${rows(counted)})`,
  ended: (name, status) => `${name}: ${status}`,
  unknown: (count) => `${files(count)}에 대해서는 남은 기록이 없습니다`,
  andMore: (count) => `외 ${f.number(count)}개`,
  cancelAll: '모두 취소',
  resumeAll: '모두 재개',
  show: (count) => `${files(count)} 모두 보기`,
  oneOf: (count, field) =>
    `${field} 값마다 만든 ${files(count)} 가운데 하나입니다. “다시 내보내기”는 같은 값, 같은 시간 범위로 이 파일만 만듭니다.`,
  hide: '확인이 필요한 것만 보기',
};

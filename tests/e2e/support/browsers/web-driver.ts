import * as v from 'valibot';

/** The key that WebDriver gives an element by. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

const answerSchema = v.object({ value: v.unknown() });
const sessionSchema = v.object({ sessionId: v.string() });
const elementSchema = v.nullable(v.object({ [ELEMENT]: v.string() }));

/** A session over WebDriver (https://www.w3.org/TR/webdriver2/), as little of it as is needed. */
export interface WebDriver {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The value of an expression that runs in the page. */
  evaluate(expression: string): Promise<unknown>;
  /** Presses the element that an expression finds; false where it finds none. */
  click(expression: string): Promise<boolean>;
  type(expression: string, text: string): Promise<boolean>;
  end(): Promise<void>;
}

export async function startSession(server: string, capabilities: object): Promise<WebDriver> {
  const { sessionId } = v.parse(sessionSchema, await call(server, 'POST', '/session', { capabilities }));
  const ask = (method: string, path: string, body?: object) =>
    call(server, method, `/session/${sessionId}${path}`, body);
  const at = async (expression: string, action: string, body: object) => {
    const found = await ask('POST', '/execute/sync', { script: `return ${expression}`, args: [] });
    const element = v.parse(elementSchema, found);
    if (element) await ask('POST', `/element/${element[ELEMENT]}/${action}`, body);
    return element !== null;
  };
  return {
    open: async (url) => void (await ask('POST', '/url', { url })),
    reload: async () => void (await ask('POST', '/refresh', {})),
    evaluate: (expression) => ask('POST', '/execute/sync', { script: `return ${expression}`, args: [] }),
    click: (expression) => at(expression, 'click', {}),
    type: (expression, text) => at(expression, 'value', { text }),
    end: async () => void (await ask('DELETE', '')),
  };
}

async function call(server: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${server}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
  });
  const { value } = v.parse(answerSchema, await response.json());
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}

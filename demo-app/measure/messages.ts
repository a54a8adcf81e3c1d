/** What the application's process tells the demo while it works. */
export type AppMessage =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'started'; readonly requestId: string }
  | { readonly type: 'gone'; readonly requestId: string; readonly at: number }
  | { readonly type: 'ended'; readonly requestId: string; readonly wastedMs: number }
  | { readonly type: 'open-files'; readonly files: readonly string[] | null }

/** What the demo asks of it. */
export interface DemoMessage {
  readonly type: 'list-open-files'
}

export type Tell = (message: AppMessage) => void

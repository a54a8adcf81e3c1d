/** The process that the demo starts, four times: the application, with or without the package. */
import type { AddressInfo } from 'node:net'
import { createApp } from './app.js'
import { Database } from './database.js'
import { handlerMeter } from './measure/handler-meter.js'
import type { AppMessage, DemoMessage } from './measure/messages.js'
import { openFiles } from './measure/open-files.js'
import { Services } from './services.js'

async function main(): Promise<void> {
  const folder = setting('DEMO_FOLDER')
  const services = new Services(setting('DEMO_UPSTREAM'))
  // Loaded only here, so that the process without the package does not hold a line of it.
  const guard =
    setting('DEMO_PACKAGE') === 'with' ? (await import('./with-hangup.js')).guard : undefined
  const app = createApp({ services, database: new Database(), folder }, handlerMeter(tell), guard)

  process.on('message', (_message: DemoMessage) => {
    tell({ type: 'open-files', files: openFiles(folder) })
  })
  // A demo that was interrupted must not leave its applications behind.
  process.on('disconnect', () => process.exit())

  const server = app.listen(0, '127.0.0.1', () => {
    tell({ type: 'listening', port: (server.address() as AddressInfo).port })
  })
}

function tell(message: AppMessage): void {
  if (process.connected) process.send?.(message)
}

function setting(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error(`${name} is not set; start the demo with main.js`)
  return value
}

void main()

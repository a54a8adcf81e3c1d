import { channel } from 'node:diagnostics_channel'

/** Published with an `ExchangeRecord` for each exchange that settles. */
export const settledChannel = channel('express-hangup:exchange:settled')

/** Published with `{ error, attribution, exchange }` for each error that an error handler sees. */
export const errorChannel = channel('express-hangup:error')

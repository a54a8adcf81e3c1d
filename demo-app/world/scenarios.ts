/** What a user may do in the middle of an answer. */
export type Temper = 'stays' | 'leaves' | 'stalls'

export interface Scenario {
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT'
  /** The path, and the body where there is one, for the user's number, counted from 1. */
  readonly path: (user: number, temper: Temper) => string
  readonly body?: (user: number) => Buffer
  readonly contentType?: string
  /** How many users of each temper come. */
  readonly users: Readonly<Record<Temper, number>>
}

const MEGABYTE = 1024 * 1024
const UPLOAD = Buffer.alloc(3.5 * MEGABYTE, 'x')
const BOUNDARY = 'demo'
const PHOTO = Buffer.concat([
  Buffer.from(
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="photo.jpg"\r\n\r\n`,
  ),
  UPLOAD,
  Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
])
const IMPORT = Buffer.from(JSON.stringify({ text: UPLOAD.toString() }))

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'json',
    method: 'GET',
    path: () => '/products',
    users: { stays: 8, leaves: 0, stalls: 0 },
  },
  {
    // Every second report has so many pages that the load balancer does not wait for it.
    name: 'report',
    method: 'GET',
    path: (user) => `/reports/${user % 2 === 0 ? '16' : '3'}`,
    users: { stays: 6, leaves: 0, stalls: 0 },
  },
  {
    name: 'download',
    method: 'GET',
    path: () => '/files/price-list',
    users: { stays: 2, leaves: 6, stalls: 0 },
  },
  {
    name: 'film',
    method: 'GET',
    path: () => '/film',
    users: { stays: 1, leaves: 4, stalls: 0 },
  },
  {
    name: 'export',
    method: 'GET',
    // 16 MB, so that some are left when both kernels' buffers are full; 2 MB for those who stay.
    path: (_user, temper) => `/export/${temper === 'stays' ? '32' : '256'}`,
    users: { stays: 1, leaves: 3, stalls: 1 },
  },
  {
    name: 'upload',
    method: 'PUT',
    path: (user) => `/uploads/upload-${String(user)}`,
    body: () => UPLOAD,
    users: { stays: 2, leaves: 4, stalls: 0 },
  },
  {
    name: 'photo',
    method: 'POST',
    path: () => '/photos',
    body: () => PHOTO,
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    users: { stays: 2, leaves: 3, stalls: 0 },
  },
  {
    name: 'import',
    method: 'POST',
    path: () => '/imports',
    body: () => IMPORT,
    contentType: 'application/json',
    users: { stays: 2, leaves: 3, stalls: 0 },
  },
  {
    name: 'events',
    method: 'GET',
    path: (user) => `/imports/${String(user)}/events`,
    users: { stays: 3, leaves: 4, stalls: 0 },
  },
  {
    // Catalogues with an odd number are reset. Those who leave ask for sound ones, so that what
    // ends there is their doing alone.
    name: 'supplier',
    method: 'GET',
    path: (user, temper) => `/suppliers/${String(temper === 'leaves' ? user * 2 : user)}/catalogue`,
    users: { stays: 5, leaves: 3, stalls: 0 },
  },
  {
    // The database goes away in every third order, whether the customer waits or not.
    name: 'order',
    method: 'POST',
    path: () => '/orders',
    body: (user) => Buffer.from(JSON.stringify({ number: user })),
    contentType: 'application/json',
    users: { stays: 5, leaves: 5, stalls: 0 },
  },
]

import { foldPath } from '../../../src/diagnosis/formats/fold.js'

describe('the template of a path', () => {
  it.each([
    ['/', '/'],
    ['/users/81725/orders', '/users/:id/orders'],
    ['/img/81725.jpg', '/img/:id.jpg'],
    ['/o/123e4567-e89b-12d3-a456-426614174000', '/o/:uuid'],
    ['/blob/9e107d9d372bb6826bd81d3542a419d6', '/blob/:hash'],
    ['/c/9e107d9d', '/c/:hash'],
    ['/report/2026-11-23', '/report/:date'],
    ['/report/20261123', '/report/:date'],
    ['/report/20269923', '/report/:id'],
    ['/t/eyJhbGciOiJIUzI1NiJ9x8', '/t/:token'],
    ['/phones/555-0101', '/phones/:id'],
    // Names that have digits in them.
    ['/api/v1/items', '/api/v1/items'],
    ['/lib/jquery-3.7.1.min.js', '/lib/jquery-3.7.1.min.js'],
    ['/blog/10-ways-to-cook-rice', '/blog/10-ways-to-cook-rice'],
    ['/s3/es2022/h264', '/s3/es2022/h264'],
    ['//a//b/', '//a//b/'],
    ['', ''],
    // What a request line may hold.
    ['/a/7?b=1', '/a/:id'],
    ['/a#b', '/a'],
    ['https://shop.example:443/a/7?z=1', '/a/:id'],
    ['https://shop.example', ''],
    ['*', '*'],
  ])('%s is %s', (path, template) => {
    expect(foldPath(path)).toBe(template)
  })

  it('ends after twelve segments and 200 bytes', () => {
    expect(foldPath('/a'.repeat(40))).toBe(`${'/a'.repeat(12)}/*`)
    expect(Buffer.byteLength(foldPath(`/${'x'.repeat(5_000)}`))).toBe(200)
  })
})

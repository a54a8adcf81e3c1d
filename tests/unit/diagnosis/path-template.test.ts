import fc from 'fast-check'
import { pathTemplate } from '../../../src/diagnosis/index.js'

test.each([
  ['/', '/'],
  ['/about/team', '/about/team'],
  ['/user/17/orders?page=2', '/user/:id/orders'],
  ['/day/2026-01-31', '/day/:date'],
  ['/f/6fa459ea-ee8a-3ca4-894e-db77e160355e', '/f/:uuid'],
  ['/blob/da39a3ee5e6b4b0d3255bfef95601890afd80709', '/blob/:hash'],
  ['/api/v2/users', '/api/v2/users'],
  ['/img/IMG20261123.jpg', '/img/:id.jpg'],
])('%s becomes %s', (path, template) => {
  expect(pathTemplate(path)).toBe(template)
})

test('any path has a template of bounded length', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), (path) => {
      expect(pathTemplate(path).length).toBeLessThan(200)
    }),
  )
})

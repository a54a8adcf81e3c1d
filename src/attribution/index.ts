export { attribute, attributeIn, isClientDisconnect } from './attribute.js'
export { watchOutgoing } from './outgoing.js'

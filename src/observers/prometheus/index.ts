export type { MetricRegister } from './metrics.js'
export {
  prometheusObserver,
  type PrometheusObserver,
  type PrometheusObserverOptions,
} from './prometheus-observer.js'

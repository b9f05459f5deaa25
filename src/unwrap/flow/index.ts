export { minimumCostFlowCycles } from './minimum-cost-flow.ts';

export {
  AFTER_RESULT,
  BEFORE_RESULT,
  type WebhookAttempt,
  type WebhookCall,
  type WebhookOutcome,
  type WebhookSchedule,
  deliverWebhook,
  isWorthMore,
} from './deliver.ts';
export { signature } from './sign.ts';

import { defineAgentCheck } from '../agents.ts'

export const check = defineAgentCheck('qwen')

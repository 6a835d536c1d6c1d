import { describe, expect, it } from 'vitest';
import type { LabStreamEvent } from '../views';
import { Hub } from './hub';

const event: LabStreamEvent = { type: 'runner', reachable: true };
const lab = { id: 'a0000000', userId: 'u' };

describe('Hub', () => {
  it('tells the first page and the last, and nothing between', () => {
    const hub = new Hub();
    const told: string[] = [];
    hub.watch({ onFirst: (id, user) => told.push(`first ${id} ${user}`), onLast: (id) => told.push(`last ${id}`) });
    const leave = hub.subscribe(lab, () => undefined);
    const leaveToo = hub.subscribe(lab, () => undefined);
    leave();
    leave();
    expect(hub.isWatched(lab.id)).toBe(true);
    leaveToo();
    expect(hub.isWatched(lab.id)).toBe(false);
    expect(told).toEqual(['first a0000000 u', 'last a0000000']);
  });

  it('tells the pages of a lab and no other’s', () => {
    const hub = new Hub();
    const got: string[] = [];
    hub.subscribe(lab, () => got.push('mine'));
    hub.subscribe({ id: 'b0000000', userId: 'v' }, () => got.push('other'));
    hub.publish(lab.id, event);
    expect(got).toEqual(['mine']);
    hub.publishToAll(event);
    expect(got).toEqual(['mine', 'mine', 'other']);
  });
});

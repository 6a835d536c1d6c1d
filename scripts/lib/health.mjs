// Asks the two services whether they are there.
import { request } from 'node:http';

/** @returns {Promise<number | null>} the status of a GET; null when nobody answered */
export function getStatus(target) {
  return new Promise((resolve) => {
    const asking = request({ ...target, method: 'GET', timeout: 2000 }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    asking.on('timeout', () => asking.destroy()).on('error', () => resolve(null));
    asking.end();
  });
}

/** @param {object} target @returns {Promise<unknown>} the JSON of a GET; null when there was none */
export function getJson(target) {
  return new Promise((resolve) => {
    let text = '';
    const asking = request({ ...target, method: 'GET', timeout: 2000 }, (response) => {
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.on('end', () => {
        try {
          resolve(JSON.parse(text));
        } catch {
          resolve(null);
        }
      });
    });
    asking.on('timeout', () => asking.destroy()).on('error', () => resolve(null));
    asking.end();
  });
}

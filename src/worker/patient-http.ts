import { type Http, NetworkError } from '#registry';

/**
 * The same HTTP, that tells of a broken connection only when there is somebody to connect to again: the sandbox may have gone with the
 * window that ran it. Whoever tries again, and jobs do, then finds it there.
 * @param comeBack resolves when it is there
 */
export function patientHttp(http: Http, comeBack: () => Promise<unknown>): Http {
  return {
    send: async (request) => {
      try {
        return await http.send(request);
      } catch (error) {
        // That it does not come back is not what went wrong with this request.
        if (error instanceof NetworkError && !request.signal?.aborted) await comeBack().catch(() => undefined);
        throw error;
      }
    },
  };
}

namespace EventGen;

/// <summary>Composes middleware once, when a bus is made.</summary>
internal static class MiddlewareChain
{
    private static readonly EventDelegate s_handler = static invocation => invocation.CallAsync();

    /// <summary>The middleware around the handler, the first outermost; <see langword="null"/> when there is none.</summary>
    public static EventDelegate? Compose(IReadOnlyList<IEventMiddleware> middleware)
    {
        if (middleware.Count == 0) return null;
        var chain = s_handler;
        for (int i = middleware.Count - 1; i >= 0; i--)
        {
            var (outer, next) = (middleware[i], chain);
            chain = invocation => outer.InvokeAsync(invocation, next);
        }

        return chain;
    }
}

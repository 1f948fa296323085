namespace EventGen;

/// <summary>A middleware that was added to a bus.</summary>
/// <param name="Event">The event that it is for; <see langword="null"/> for all.</param>
/// <param name="Middleware">The middleware.</param>
internal sealed record AddedMiddleware(Type? Event, IEventMiddleware Middleware);

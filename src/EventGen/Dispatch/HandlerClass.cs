namespace EventGen;

/// <summary>A handler class that a container can make without reflection.</summary>
internal sealed record HandlerClass(Type Type, HandlerLifetime Lifetime, Func<IServiceProvider?, object> Create);

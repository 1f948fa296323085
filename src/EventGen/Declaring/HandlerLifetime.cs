namespace EventGen;

/// <summary>How long an instance of a handler class lives.</summary>
public enum HandlerLifetime
{
    /// <summary>
    /// <see cref="Singleton"/> for a class whose constructor takes nothing, <see cref="Scoped"/> for one that takes services.
    /// </summary>
    Automatic,

    /// <summary>A new instance, in a service scope of its own, for each delivery attempt.</summary>
    Scoped,

    /// <summary>One instance for the life of the bus, made when it is first needed.</summary>
    Singleton,
}

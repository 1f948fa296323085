using System.ComponentModel;

namespace EventGen.CompilerServices;

/// <summary>What a handler asks for; an event pays for nothing that none of its handlers asks for.</summary>
[Flags]
[EditorBrowsable(EditorBrowsableState.Never)]
public enum HandlerTraits
{
    /// <summary>A synchronous handler that takes only the payload.</summary>
    None = 0,

    /// <summary>Returns a task.</summary>
    Asynchronous = 1,

    /// <summary>Takes the <see cref="EventContext"/>.</summary>
    Context = 2,

    /// <summary>Takes services it cannot do without, itself or through its constructor: works only on a bus with a provider.</summary>
    Services = 4,

    /// <summary>Its body calls nothing that could emit, so that it cannot be part of a circle of emits.</summary>
    EmitsNothing = 8,
}

namespace EventGen.Generators.Models;

internal enum ArgumentKind
{
    /// <summary>The event's context.</summary>
    Context,

    /// <summary>The cancellation token.</summary>
    Token,

    /// <summary>A constant: the default of a parameter that no provider can fill.</summary>
    Constant,

    /// <summary>A service the handler cannot do without.</summary>
    Required,

    /// <summary>A service the handler can do without.</summary>
    Optional,
}

namespace EventGen;

/// <summary>The constructors of handler classes emit events in a circle, so that none of these classes can be made.</summary>
/// <param name="circle">The classes, each needed by the constructor of the one before; the last is the first.</param>
internal sealed class HandlerCircleException(IReadOnlyList<Type> circle) : InvalidOperationException(
    $"Handler classes need one another in their constructors: {string.Join(" -> ", circle)}. The constructor of each emits an event that the next one handles. "
    + "Take an emit out of a constructor; emit when the bus has started.");

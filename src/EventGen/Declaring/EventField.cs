namespace EventGen;

/// <summary>One part of an event's payload.</summary>
/// <param name="Name">The property's name, as declared.</param>
/// <param name="Type">The property's type.</param>
/// <param name="Required">False when the part may be <see langword="null"/> or has a default value.</param>
public sealed record EventField(string Name, Type Type, bool Required);

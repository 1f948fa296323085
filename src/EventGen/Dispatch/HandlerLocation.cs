using EventGen.CompilerServices;

namespace EventGen;

/// <summary>Where one of an event's handlers is to be found.</summary>
/// <param name="Part">Which module's table.</param>
/// <param name="Index">Its place in that table.</param>
/// <param name="Handler">The handler.</param>
internal sealed record HandlerLocation(int Part, int Index, HandlerInfo Handler);

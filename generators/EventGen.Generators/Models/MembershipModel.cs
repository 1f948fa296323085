namespace EventGen.Generators.Models;

/// <summary>That an event is in a group, which another assembly may declare.</summary>
/// <param name="Group">The group's interface.</param>
/// <param name="GroupId">The group's name.</param>
/// <param name="Event">The event's payload type.</param>
/// <param name="IsSealed">Whether nothing derives from it: then a test of its type is one comparison.</param>
/// <param name="Depth">How many classes it derives from: what derives from another event is to be tested before that.</param>
/// <param name="Suppressions">What code that names both has to silence.</param>
internal sealed record MembershipModel(
    TypeName Group, string GroupId, TypeName Event, bool IsSealed, int Depth, SuppressionModel Suppressions);

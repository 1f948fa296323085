namespace EventGen.Testing;

/// <summary>One event that one publisher has sent.</summary>
/// <param name="Publisher">The publisher's name.</param>
/// <param name="Message">What it was given to send.</param>
public sealed record PublishedEvent(string Publisher, EventMessage Message);

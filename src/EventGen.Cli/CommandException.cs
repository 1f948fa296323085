namespace EventGen.Cli;

/// <summary>The command cannot do what was asked.</summary>
/// <param name="message">Why, and what to do, on one line.</param>
internal sealed class CommandException(string message) : Exception(message);

namespace EventGen;

/// <summary>An event cannot be delivered however often it is attempted, since something is missing or its payload cannot be written.</summary>
/// <param name="message">What to change.</param>
/// <param name="inner">What happened, if something did.</param>
internal sealed class UndeliverableException(string message, Exception? inner = null) : InvalidOperationException(message, inner);

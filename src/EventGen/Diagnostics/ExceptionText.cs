namespace EventGen;

/// <summary>Reads the texts of exceptions. They are user code: an application's own exception may throw where it is asked for one.</summary>
internal static class ExceptionText
{
    private const int MostOfAMessage = 1000;
    private const int MostOfAll = 16_000;

    /// <summary>The exception's message; empty where it throws.</summary>
    public static string MessageOf(Exception exception) => Read(exception, static exception => exception.Message, "");

    /// <summary>The exception's stack trace; empty where it has none or throws.</summary>
    public static string StackTraceOf(Exception exception) => Read(exception, static exception => exception.StackTrace, "");

    /// <summary>All that the exception tells; the name of its type where it throws.</summary>
    public static string Of(Exception exception) => Read(exception, static exception => exception.ToString(), exception.GetType().FullName!);

    /// <summary>A message on one line of a log, of 1,000 characters at most.</summary>
    public static string Line(string message) => Bound(message.ReplaceLineEndings(" "), MostOfAMessage);

    /// <summary>An exception for a log: one that tells more than 16,000 characters is told without the middle of it. Exceptions within one another, each with the messages of those inside, grow by the square.</summary>
    public static Exception Bound(Exception exception)
    {
        string text = Of(exception), bounded = Bound(text, MostOfAll);
        return ReferenceEquals(bounded, text) ? exception : new HiddenException(Bound(MessageOf(exception), MostOfAMessage), bounded);
    }

    // What happened is at the beginning. What it came from is at the end of a message, and the outermost frames are at the end of a trace.
    private static string Bound(string text, int most) =>
        text.Length <= most ? text : $"{text.AsSpan(0, most / 2)} [... {text.Length - most} characters ...] {text.AsSpan(text.Length - (most / 2))}";

    private static string Read(Exception exception, Func<Exception, string?> read, string otherwise)
    {
        try
        {
            using (ForeignCallScope.Enter()) return read(exception) ?? otherwise;
        }
        catch (Exception)
        {
            return otherwise;
        }
    }
}

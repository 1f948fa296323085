namespace EventGen;

/// <summary>Reads the texts of exceptions. They are user code: an application's own exception may throw where it is asked for one.</summary>
internal static class ExceptionText
{
    /// <summary>The exception's message; empty where it throws.</summary>
    public static string MessageOf(Exception exception) => Read(exception, static exception => exception.Message, "");

    /// <summary>The exception's stack trace; empty where it has none or throws.</summary>
    public static string StackTraceOf(Exception exception) => Read(exception, static exception => exception.StackTrace, "");

    /// <summary>All that the exception tells; the name of its type where it throws.</summary>
    public static string Of(Exception exception) => Read(exception, static exception => exception.ToString(), exception.GetType().FullName!);

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

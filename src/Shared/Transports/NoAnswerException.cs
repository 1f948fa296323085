using System.Globalization;

namespace EventGen;

/// <summary>A server was asked whether it is there and did not answer in the time for that, which may be shorter than that of a publish. Compiled into each transport.</summary>
/// <param name="limit">How long was waited.</param>
/// <param name="cause">What a client threw, if it did.</param>
internal sealed class NoAnswerException(TimeSpan limit, Exception? cause = null) : TimeoutException(null, cause)
{
    /// <summary>The failure in words, with the time that was really waited.</summary>
    /// <param name="failure">What was thrown.</param>
    /// <param name="timeout">How long a call waits that is not such a question.</param>
    public static string Describe(Exception failure, TimeSpan timeout) =>
        string.Create(CultureInfo.InvariantCulture, $"no answer within {((failure as NoAnswerException)?.Limit ?? timeout).TotalSeconds:0.###} s");

    private TimeSpan Limit => limit;
}

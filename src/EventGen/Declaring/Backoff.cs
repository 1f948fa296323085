namespace EventGen;

/// <summary>How the wait before another attempt grows. The first wait is <see cref="RetryPolicy.Delay"/> in every form.</summary>
public enum Backoff
{
    /// <summary>Always <see cref="RetryPolicy.Delay"/>.</summary>
    Constant,

    /// <summary><see cref="RetryPolicy.Delay"/> times the number of failed attempts.</summary>
    Linear,

    /// <summary><see cref="RetryPolicy.Delay"/>, doubled after each further failed attempt.</summary>
    Exponential,
}

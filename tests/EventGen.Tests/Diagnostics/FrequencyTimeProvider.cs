namespace EventGen.Tests.Diagnostics;

/// <summary>A clock with a frequency of its own, which may be none that a clock can have.</summary>
internal sealed class FrequencyTimeProvider(long frequency) : TimeProvider
{
    public override long TimestampFrequency => frequency;
}

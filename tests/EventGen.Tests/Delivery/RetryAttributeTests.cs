namespace EventGen.Tests.Delivery;

/// <summary>What the attribute says by itself is what the policy does.</summary>
public sealed class RetryAttributeTests
{
    [Fact]
    public void Defaults_AreThoseOfThePolicy()
    {
        var (attribute, policy) = (new RetryAttribute(5), new RetryPolicy());

        Assert.Equal(
            (policy.Attempts, policy.Delay, policy.Backoff, policy.MaxDelay, policy.Jitter, policy.WhileRetrying),
            (attribute.Attempts, Time(attribute.Delay), attribute.Backoff, Time(attribute.MaxDelay), attribute.Jitter, attribute.WhileRetrying));
        Assert.Equal((policy.On, policy.Except), (attribute.On, attribute.Except));
    }

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

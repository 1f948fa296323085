namespace EventGen.AspNetCore.Management;

/// <summary>How often something happens, per second.</summary>
internal sealed record RateModel(double LastSecond, double LastMinute, double LastQuarter)
{
    public static RateModel Zero { get; } = new(0, 0, 0);

    public static RateModel Of(EventRate rate) => new(Round(rate.LastSecond), Round(rate.LastMinute), Round(rate.LastQuarter));

    private static double Round(double rate) => Math.Round(rate, 3);
}

namespace EventGen.AspNetCore.Management;

/// <summary>How often something happens, per second.</summary>
internal sealed record RateModel(double LastSecond, double LastMinute, double LastQuarter)
{
    public static RateModel Zero { get; } = new(0, 0, 0);

    public static RateModel Of(EventRate rate) => new(Round(rate.LastSecond), Round(rate.LastMinute), Round(rate.LastQuarter));

    public RateModel Plus(EventRate rate) => new(Round(LastSecond + rate.LastSecond), Round(LastMinute + rate.LastMinute), Round(LastQuarter + rate.LastQuarter));

    private static double Round(double rate) => Math.Round(rate, 3);
}

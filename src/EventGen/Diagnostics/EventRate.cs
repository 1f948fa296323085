namespace EventGen;

/// <summary>How often something happens, each a mean per second: over the last second, and weighted towards the present over one and fifteen minutes.</summary>
/// <param name="LastSecond">Over the last second.</param>
/// <param name="LastMinute">Over about a minute; until a minute is measured, over the time that is.</param>
/// <param name="LastQuarter">Over about 15 minutes; until they are measured, over the time that is.</param>
public readonly record struct EventRate(double LastSecond, double LastMinute, double LastQuarter)
{
    /// <summary>How often either happens.</summary>
    public static EventRate operator +(EventRate left, EventRate right) =>
        new(left.LastSecond + right.LastSecond, left.LastMinute + right.LastMinute, left.LastQuarter + right.LastQuarter);
}

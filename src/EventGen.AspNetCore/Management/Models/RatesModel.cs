namespace EventGen.AspNetCore.Management;

/// <summary>What the bus does, over all of its events.</summary>
internal sealed record RatesModel(RateModel Emitted, RateModel Received, RateModel Handled, RateModel Published, RateModel Failed)
{
    public static RatesModel Of(EventBusRates rates) => new(RateModel.Of(rates.Emitted), RateModel.Of(rates.Received), RateModel.Of(rates.Handled), RateModel.Of(rates.Published), RateModel.Of(rates.Failed));
}

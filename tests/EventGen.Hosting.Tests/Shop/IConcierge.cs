namespace EventGen.Hosting.Tests.Shop;

internal interface IConcierge;
